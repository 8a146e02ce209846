import type { ToolGive } from "../src/cases/faults.ts";
import type { TrialResult } from "../src/results/result.ts";
import { playCase } from "../src/runs/library.ts";
import { randomFrom } from "../src/stats/random.ts";
import { Agent } from "../src/swarm/agent/agent.ts";
import { tool } from "../src/swarm/agent/tool.ts";
import { scriptedClient, type ScriptedReply } from "../src/swarm/scripted-client.ts";
import type { Figure } from "./figure.ts";

const REFUNDED = "Your order is refunded.";
const NOT_REFUNDED = "Your order could not be refunded.";

type Outcome = NonNullable<NonNullable<TrialResult["faults"]>[number]["outcome"]>;

/** How an agent behaves, and what that comes to, by whether the tool was at work when the fault came. */
interface Behaviour {
  /** What it does once the faulty answer has come, given whether the order is refunded. */
  readonly after: (isRefunded: boolean) => readonly ("refund" | string)[];
  readonly worked: Outcome;
  readonly didNot: Outcome;
}

const BEHAVIOURS: readonly Behaviour[] = [
  // It looks first, and refunds what is not refunded.
  {
    after: (isRefunded) => (isRefunded ? [REFUNDED] : ["refund", REFUNDED]),
    worked: "recovered",
    didNot: "recovered",
  },
  { after: () => ["refund", REFUNDED], worked: "not_recovered", didNot: "recovered" },
  { after: () => [NOT_REFUNDED], worked: "told_otherwise", didNot: "not_recovered" },
  { after: () => [REFUNDED], worked: "recovered", didNot: "not_recovered" },
  {
    after: (isRefunded) => (isRefunded ? [NOT_REFUNDED] : ["refund", NOT_REFUNDED]),
    worked: "told_otherwise",
    didNot: "told_otherwise",
  },
];

const WORKED: readonly ToolGive[] = ["lost", "truncated", "corrupt"];
const DID_NOT: readonly ToolGive[] = ["timeout", "error", { error: "down" }, { result: "later" }];

/** How many made trials with a fault are told right, whose agents behave in ways that are known. */
export async function faultFigures(trials: number): Promise<Figure[]> {
  const random = randomFrom(41);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random.fraction() * all.length)] as T;
  let right = 0;
  for (let trial = 1; trial <= trials; trial++) {
    const worked = random.fraction() < 0.5;
    const behaviour = pick(BEHAVIOURS);
    const give = pick(worked ? WORKED : DID_NOT);
    // Calls before the one with the fault, of another order; or it never comes to that.
    const before = Math.floor(random.fraction() * 3);
    const isReached = random.fraction() < 0.8;
    const told = await played(trial, { behaviour, give, before, isReached });
    const truth = isReached ? behaviour[worked ? "worked" : "didNot"] : "never_reached";
    const verdict =
      truth === "never_reached" ? "errored" : truth === "recovered" ? "passed" : "failed";
    if (told.faults?.[0]?.outcome === truth && told.verdict === verdict) right++;
  }
  return [
    {
      what: `${trials.toLocaleString("en-US")} made trials with a fault, told right`,
      value: (100 * right) / trials,
      unit: " %",
      atLeast: 100,
    },
  ];
}

interface Made {
  readonly behaviour: Behaviour;
  readonly give: ToolGive;
  readonly before: number;
  readonly isReached: boolean;
}

function played(
  number: number,
  { behaviour, give, before, isReached }: Made,
): Promise<TrialResult> {
  const refunds: string[] = [];
  const call = (order: string): ScriptedReply => ({
    toolCalls: [{ name: "refund", arguments: { order } }],
  });
  function* script(): Generator<ScriptedReply, ScriptedReply> {
    for (let index = 0; index < before; index++) yield call(`B${index}`);
    if (!isReached) return REFUNDED;
    yield call("A7");
    for (const deed of behaviour.after(refunds.includes("A7")))
      yield deed === "refund" ? call("A7") : deed;
    return "";
  }
  const replies = script();
  const next = (): ScriptedReply => replies.next().value;
  const agent = new Agent({
    name: "Desk",
    client: scriptedClient(Array.from({ length: before + 4 }, () => next)),
    functions: [
      tool({
        name: "refund",
        description: "Refunds an order.",
        parameters: { type: "object", properties: { order: { type: "string" } } },
        execute({ order }: { order: string }) {
          refunds.push(order);
          return `Order ${order} is refunded.`;
        },
      }),
    ],
  });
  const state = () => ({ a7: refunds.filter((order) => order === "A7").length });
  return playCase(
    {
      id: `made-${number}`,
      user: "Refund A7.",
      faults: [{ tool: "refund", call: before + 1, give }],
      expect: { state: { a7: 1 }, said: { contains: REFUNDED } },
    },
    { agents: () => ({ agent, state }), traffic: "live", config: false },
  );
}
