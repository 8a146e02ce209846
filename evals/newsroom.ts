import { Agent, concurrent, graph, Result, sequential } from "swarm-eval";
import type { Assembly } from "swarm-eval";

const WIRE: Readonly<Record<string, string>> = {
  harbour: "The harbour is closed until noon.",
  council: "The council has voted for the tram.",
  football: "Rovers won three to one.",
};

/**
 * A newsroom: reporters who work at once, whoever of them fails, and an editor who reads what came in. An article is made
 * by prerequisites: text and keywords once there is an outline, the proof once there are both. A front desk hands over.
 */
export default function newsroom(): Assembly {
  const wired: string[] = [];

  const reporter = (name: string, beat: string): Agent => {
    /** Reads the latest of your beat. */
    function readWire() {
      wired.push(beat);
      return new Result({
        value: WIRE[beat] ?? "",
        contextVariables: { [beat]: true, latest: beat },
      });
    }
    return new Agent({
      name,
      instructions: `You are ${name}. Report in one sentence what the wire has on your beat: ${beat}.`,
      functions: [readWire],
    });
  };
  const member = (name: string, task: string): Agent =>
    new Agent({ name, instructions: `You are ${name}. ${task}` });

  const reporters = concurrent(
    [
      reporter("Harbour", "harbour"),
      reporter("Council", "council"),
      reporter("Sports", "football"),
    ],
    { name: "Reporters" },
  );
  const editor = member("Editor", "Put what came in into one line, and invent nothing.");
  const room = sequential([reporters, editor], { name: "Newsroom", summary: "last" });

  const article = graph(
    [
      member("Outline", "Give the headings."),
      member("Text", "Write by the headings."),
      member("Keywords", "Give the keywords by which the article is to be found."),
      member("Proof", "Say OK, or what is wrong with text or keywords."),
    ],
    {
      name: "Article",
      after: { Text: ["Outline"], Keywords: ["Outline"], Proof: ["Text", "Keywords"] },
      tolerant: true,
    },
  );

  /** For the news of the day. */
  function transferToNewsroom() {
    return room;
  }
  const desk = member("Front Desk", "Greet, and transfer whoever asks for news.");
  desk.functions = [transferToNewsroom];

  return {
    agent: room,
    agents: [reporters, article, desk],
    state: () => ({ wired: wired.toSorted() }),
  };
}
