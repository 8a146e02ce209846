import { Agent, allowed, chat, chosenBy, groupChat, person, Result, says } from "swarm-eval";
import type { Assembly, ContextVariables } from "swarm-eval";

/**
 * A comedy club: two comedians who answer each other, a stage on which a host calls up whoever is next, the same with rules
 * of who may follow whom, and a heckler out of the audience, who is a person. The jokes that were told are in the state.
 */
export default function club(): Assembly {
  const jokes: string[] = [];

  /** Writes a joke of yours into the programme, so that nobody tells it twice. */
  function noteJoke(about: string, contextVariables: ContextVariables) {
    if (jokes.includes(about)) throw new Error(`There was a joke about ${about} already.`);
    jokes.push(about);
    const told = Number(contextVariables["told"] ?? 0) + 1;
    return new Result({ value: `Joke ${told} tonight.`, contextVariables: { told } });
  }

  const cathy = new Agent({
    name: "Cathy",
    instructions: `You are Cathy. You are one of a duo of comedians, and you love wordplay.
Note what a joke is about before you tell it. Once you have had enough, end with the word TERMINATE.`,
    functions: [noteJoke],
  });
  const joe = new Agent({
    name: "Joe",
    instructions: `You are Joe. You are one of a duo of comedians, and you begin the next joke with the punch line of the last.
Once you have had enough, end with the word TERMINATE.`,
  });
  const ann = new Agent({
    name: "Ann",
    instructions: `You are Ann. You are the pianist, and you comment on jokes in one line.`,
  });
  const host = new Agent({
    name: "Host",
    model: "gpt-5.4-mini",
    instructions: `You are Host. You call up who speaks next, by who was spoken to.`,
  });
  const enough = says("TERMINATE");

  const duo = chat(joe, cathy, { name: "Duo", maxTurns: 2, until: enough });
  const stage = groupChat([cathy, joe, ann], {
    name: "Stage",
    turns: chosenBy(host),
    until: enough,
    maxRounds: 4,
  });
  const relay = groupChat([cathy, joe, ann], {
    name: "Relay",
    turns: allowed({ Cathy: ["Joe", "Ann"], Joe: ["Cathy"], Ann: ["Joe"] }, chosenBy(host)),
    until: enough,
    maxRounds: 5,
  });
  const floorShow = chat(person({ name: "Heckler" }), cathy, {
    name: "Floor show",
    until: enough,
    maxTurns: 4,
  });

  return { agent: duo, agents: [stage, relay, floorShow], state: () => ({ jokes }) };
}
