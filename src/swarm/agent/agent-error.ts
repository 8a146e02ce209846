/** The agents module failed: instructions threw, or a function cannot be described to a model. */
export class AgentError extends Error {
  override readonly name = "AgentError";
  readonly agent: string;

  /** `agent` is its name, or another part of the module. */
  constructor(agent: string, cause: unknown) {
    super(`${agent} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.agent = agent;
  }
}
