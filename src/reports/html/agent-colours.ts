import { routeParts } from "../../trajectory/loops.ts";
import { ARROW } from "../words/format.ts";
import { html, type Markup } from "./markup.ts";

/** The colours in the style of the page. */
const COLOURS = 10;

/** Gives each agent a colour, in the order of their appearance. */
export class AgentColours {
  readonly #numbers = new Map<string, number>();

  /** The class of an agent's colour. */
  of(agent: string): string {
    const number = this.#numbers.get(agent) ?? this.#numbers.size;
    this.#numbers.set(agent, number);
    return `agent-${number % COLOURS}`;
  }

  /** A route with its agents in their colours. */
  route(agents: readonly string[]): Markup {
    const coloured = routeParts(agents).map(
      ({ agent, text }, index) =>
        html`${index === 0 ? "" : ARROW}<span class="${this.of(agent)}">${text}</span>`,
    );
    return html`${coloured}`;
  }
}
