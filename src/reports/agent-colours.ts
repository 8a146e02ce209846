/** How many colours the page's style has. */
const COLOURS = 10;

/** Gives each agent a colour, in the order in which they are met: the name of a class of the page's style. */
export class AgentColours {
  readonly #numbers = new Map<string, number>();

  of(agent: string): string {
    let number = this.#numbers.get(agent);
    if (number === undefined) this.#numbers.set(agent, (number = this.#numbers.size));
    return `agent-${number % COLOURS}`;
  }
}
