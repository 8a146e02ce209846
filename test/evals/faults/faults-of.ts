import type { SuiteResult, TrialResult } from "../../../src/results/result.ts";
import { readTrial } from "../../../src/results/read-trial.ts";
import type { Fault } from "./fault.ts";
import { teamFaultsIn } from "./team-faults.ts";

/** A fault, and the cases that come by what it is about. */
export interface Seeded {
  readonly fault: Fault;
  readonly cases: readonly string[];
}

/** By what the user says last, the sentences of the instructions without which the model knows no answer. */
export type Told = ReadonlyMap<string, ReadonlySet<string>>;

/** The faults of all that agents did in a run without any, each once. */
export function faultsOf({ cases }: SuiteResult, told: Told): Seeded[] {
  const trials = cases.flatMap(({ id, trials: [written] }) =>
    written ? [{ id, trial: readTrial({ ...written }) }] : [],
  );
  const steps = trials.flatMap(({ trial }) => trial.steps);
  // Whoever chooses the next speaker is no member.
  const agents = [
    ...new Set(
      steps.flatMap((step) => (step.type === "reply" && step.aside !== true ? step.agent : [])),
    ),
  ];
  const found = trials.flatMap(({ id, trial }) =>
    [...faultsIn(trial, agents, told), ...teamFaultsIn(trial, agents)].map((fault) => ({
      id,
      fault,
    })),
  );
  const alike = Map.groupBy(found, ({ fault }) => JSON.stringify(fault));
  return [...alike.entries()].map(([fault, those]) => ({
    fault: JSON.parse(fault) as Fault,
    cases: [...new Set(those.map(({ id }) => id))],
  }));
}

function faultsIn({ steps }: TrialResult, agents: readonly string[], told: Told): Fault[] {
  /** The tools that the latest message called. */
  let called: string[] = [];
  return steps.flatMap((step, index): Fault[] => {
    const { agent } = step;
    switch (step.type) {
      case "user":
        return [...(told.get(String(step.content)) ?? [])].map((sentence) => ({
          kind: "sentence lost",
          sentence,
        }));
      case "reply":
        called = [];
        return [];
      case "context_change":
        return called.flatMap((tool) =>
          Object.keys(step.changes).map((key): Fault => ({
            kind: "context update lost",
            agent,
            tool,
            key,
          })),
        );
      case "tool_call": {
        const tool = step.name;
        const answer = steps[index + 1];
        if (answer?.type !== "tool_result" || answer.failure === "unknown_tool") return [];
        called.push(tool);
        const { to } = answer;
        return [
          { kind: "tool dropped", agent, tool },
          { kind: "tool fails", agent, tool },
          ...(to === undefined ? [] : agents.filter((other) => other !== to)).map(
            (other): Fault => ({ kind: "handoff swapped", agent, tool, to: other }),
          ),
          ...namesIn(step.arguments).map((argument): Fault => ({
            kind: "argument changed",
            agent,
            tool,
            argument,
          })),
        ];
      }
      default:
        return [];
    }
  });
}

function namesIn(args: unknown): string[] {
  return typeof args === "object" && args !== null ? Object.keys(args) : [];
}
