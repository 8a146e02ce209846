import { ARROW } from "../words/format.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** The colours in the style of the page. */
const COLOURS = 10;
const MOST_ROUTES = 1000;

/** Gives each agent a colour, in the order of their appearance. */
export class AgentColours {
  readonly #numbers = new Map<string, number>();
  readonly #routes = new Map<string, Markup>();

  /** The class of an agent's colour. */
  of(agent: string): string {
    let number = this.#numbers.get(agent);
    if (number === undefined) this.#numbers.set(agent, (number = this.#numbers.size));
    return `agent-${number % COLOURS}`;
  }

  /** A route with its agents in their colours, kept: thousands of cases take the same few routes. */
  route(route: string): Markup {
    const known = this.#routes.get(route);
    if (known !== undefined) return known;
    const agents = route
      .split(ARROW)
      .map(
        (agent, index) =>
          html`${index === 0 ? "" : ARROW}<span class="${this.of(agent)}">${agent}</span>`,
      );
    const markup = html`${agents}`;
    if (this.#routes.size < MOST_ROUTES) this.#routes.set(route, markup);
    return markup;
  }
}
