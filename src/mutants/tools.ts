import type { PlayedTurn } from "../checks/effects/effects.ts";
import { show } from "../json/show.ts";
import { isRecord, parseIfJson, valueAt } from "../json/value.ts";
import { callsOf, type Call } from "../trajectory/calls.ts";
import { isHeard, wordsOf } from "../trajectory/words.ts";
import { other, placesIn } from "./arguments.ts";
import { askedOf, withAsked } from "./asked.ts";
import type { MutantPlace, Need } from "./mutant.ts";

/** A tool that is broken in one of its calls: what it does then is known when the conversation is played with it. */
export interface BrokenTool extends MutantPlace {
  readonly tool: string;
  /** Which of the calls that it is executed for, from 0. */
  readonly nth: number;
  readonly fault: "tool throws" | "tool answers otherwise" | "tool loses its context change";
  readonly needs: Need;
}

/** Each call of a conversation that went well, with its tool broken in each way. */
export function brokenTools(turns: readonly PlayedTurn[]): BrokenTool[] {
  const executed = new Map<string, number>();
  const said = turns.flatMap(({ steps }) => steps.filter(isHeard).map(wordsOf)).join("\n");
  return turns.flatMap(({ turn, steps }) =>
    callsOf(steps).flatMap((call, index): BrokenTool[] => {
      if (!wasExecuted(call)) return [];
      const nth = executed.get(call.name) ?? 0;
      executed.set(call.name, nth + 1);
      if (call.error !== undefined) return [];
      const { agent, name: tool, result = "" } = call;
      const place = { turn, agent, tool, nth, what: `${tool}(${show(call.arguments)})` };
      const needs = { of: "tool_calls", call: index } as const;
      const throws = {
        ...place,
        fault: "tool throws",
        needs: { ...needs, pattern: { error: false } },
      } as const;
      if (call.to !== undefined) return [throws];
      const asked = answerAsked(parseIfJson(result) ?? result, said);
      const answers = {
        ...place,
        fault: "tool answers otherwise",
        needs: { ...needs, pattern: { result: asked } },
      } as const;
      return [
        throws,
        ...(result === "" ? [] : [answers]),
        ...Object.keys(call.contextVariables ?? {})
          .slice(0, 1)
          .map((key) => {
            const needs = { of: "context_variables", path: [key] } as const;
            return { ...place, fault: "tool loses its context change", needs } as const;
          }),
      ];
    }),
  );
}

/** What to ask of an answer: of an object or a list, what of it was passed on in words, or else the first of its values. */
function answerAsked(answer: unknown, said: string): unknown {
  if (typeof answer !== "object" || answer === null) return askedOf(answer);
  const places = placesIn(answer);
  const told = places.filter((path) => isTold(valueAt(answer, path), said));
  const asked = told.length > 0 ? told : places.slice(0, 1);
  const partial = asked.reduce<unknown>(
    (expected, path) => withAsked(expected, answer, path, askedOf(valueAt(answer, path))),
    undefined,
  );
  return partial === undefined || places.length === 0 ? answer : { $partial: partial };
}

function isTold(value: unknown, said: string): boolean {
  return (
    ["string", "number"].includes(typeof value) &&
    String(value).length > 1 &&
    said.includes(String(value))
  );
}

function wasExecuted({ executed, failure }: Call): boolean {
  return executed && failure !== "unknown_tool" && failure !== "unusable_arguments";
}

/** Of a longer text, more than a digit must be another to be seen at its beginning. */
const SHORT = 40;

/** A value of the same shape, with other texts and numbers in it. */
export function otherThroughout(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(otherThroughout);
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, otherThroughout(inner)]),
    );
  if (typeof value !== "string") return other(value);
  const parsed = parseIfJson(value);
  if (typeof parsed === "object" && parsed !== null) return JSON.stringify(otherThroughout(parsed));
  return value.length > SHORT ? "something else" : other(value);
}
