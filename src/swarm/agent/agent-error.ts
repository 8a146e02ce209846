/** Code of the agents module failed: an agent's instructions threw, or one of its functions cannot be described to a model. */
export class AgentError extends Error {
  override readonly name = "AgentError";
  readonly agent: string;

  /** `agent` is its name, or another part of the module. */
  constructor(agent: string, cause: unknown) {
    super(`${agent} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.agent = agent;
  }
}
