import { Agent, Result } from "swarm-eval";
import type { ContextVariables, Assembly } from "swarm-eval";
import { openSearch } from "./support/search.ts";

/**
 * The support of Lantern, an app for notes: an agent that speaks with everybody, and a help centre that answers from its
 * articles. What it searched for, wrote and left to the staff is in the state.
 */
export default function support(): Assembly {
  const search = openSearch();
  const searches: { query: string; article: string | null; likeness: number }[] = [];
  const tickets: Record<string, { description: string; priority: string; status: "open" }> = {};
  const mails: { to: string; text: string }[] = [];

  const userInterface = new Agent({
    name: "User Interface Agent",
    model: "gpt-5.4-mini",
    instructions: `You speak for Lantern, an app for notes. Greet, make small talk, and say how tickets stand.
Any question about Lantern itself is the help centre's: transfer without an answer of your own.
Answer in the user's language.`,
  });
  const helpCenter = new Agent({
    name: "Help Center Agent",
    instructions: ({ plan = "free" }: ContextVariables) => `You are Lantern's help centre.
The user's plan: ${String(plan)}.
Answer by what your articles say, and by nothing else; they are in English, so ask for them in English.
If a search finds nothing, or fails, try once more with other words. If there is still nothing, submit a ticket.
Notes that are lost are urgent. For what is not about Lantern, transfer back. Answer in the user's language.`,
  });

  /** For questions about Lantern. */
  function transferToHelpCenter() {
    return helpCenter;
  }

  /** For whatever is not about Lantern, and for how a ticket stands. */
  function transferToUserInterface() {
    return userInterface;
  }

  /** Searches the articles, and gives the one that is nearest to the query. */
  async function queryDocs(query: string) {
    const found = await search(query);
    searches.push({
      query,
      article: found?.article.id ?? null,
      likeness: Number((found?.likeness ?? 0).toFixed(2)),
    });
    return found?.article ?? "No article is about this.";
  }

  /** Leaves a question to the staff, who answer by e-mail. */
  function submitTicket(description: string, priority: "low" | "normal" | "urgent" = "normal") {
    const ticket = `T-${Object.keys(tickets).length + 1}`;
    tickets[ticket] = { description, priority, status: "open" };
    return new Result({ value: `Ticket ${ticket} is open.`, contextVariables: { ticket } });
  }

  /** Says how a ticket stands; without a number, the one of this conversation. */
  function ticketStatus(number = "", contextVariables: ContextVariables) {
    const ticket = number || String(contextVariables["ticket"] ?? "of this conversation");
    const found = tickets[ticket];
    if (found === undefined) throw new Error(`There is no ticket ${ticket}.`);
    return { ticket, ...found };
  }

  /**
   * Mails a text to the user.
   * @param address Where the user named another than the one of the account
   */
  function sendEmail(text: string, address = "", contextVariables: ContextVariables) {
    const to = address || contextVariables["email"];
    if (typeof to !== "string") throw new Error("No address is known: ask for one.");
    mails.push({ to, text });
    return `Mailed to ${to}.`;
  }

  userInterface.functions = [transferToHelpCenter, ticketStatus];
  helpCenter.functions = [queryDocs, submitTicket, sendEmail, transferToUserInterface];

  return {
    agent: userInterface,
    agents: [helpCenter],
    state: () => ({ searches, tickets, mails }),
  };
}
