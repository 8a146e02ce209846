import { Agent, chat, userProxy } from "swarm-eval";
import type { Assembly } from "swarm-eval";
import { localExecutor } from "swarm-eval/code";

/** Closing prices of two stocks that there are not, week by week. */
const PRICES = `week,NORTH,SOUTH
1,100,80
2,104,82
3,103,88
4,110,87
5,116,95
`;

/**
 * As in AutoGen's first example: an assistant writes programs, a proxy of the user runs them and answers with what they
 * print. Whatever is plotted is a file of the state. Recordings keep what the programs did, so that a replay runs none.
 */
export default function stocks(): Assembly {
  const assistant = new Agent({
    name: "Assistant",
    instructions:
      "You are Assistant. Solve the task by programs in python or sh, each in one fenced block. prices.csv has the prices. Reply TERMINATE when all is done.",
  });
  const proxy = (name: string, humanInput: "never" | "terminate") =>
    userProxy({
      name,
      humanInput,
      maxAutoReplies: 3,
      code: {
        // The recordings were made by programs of this repository; for those of a model, take bubblewrap.
        executor: localExecutor,
        limits: { timeMs: 20_000 },
        files: { "prices.csv": PRICES },
      },
    });
  return {
    agent: chat(proxy("User Proxy", "never"), assistant, { name: "Stocks", maxTurns: 6 }),
    agents: [chat(proxy("User", "terminate"), assistant, { name: "Asked Stocks", maxTurns: 6 })],
  };
}
