import { gateText } from "../../reports/gate/gate.ts";
import type { GateResult } from "../../results/gate-result.ts";
import { hasTables, surroundings, type StdoutOptions } from "../output/stdout.ts";

/** Prints what the gate found, and what was blessed, in lines. */
export function showGate(
  gate: GateResult | undefined,
  blessed: readonly string[],
  options: StdoutOptions,
): void {
  if (gate !== undefined) printBelow(gateText(gate, surroundings()), options);
  if (blessed.length > 0) printBelow(blessed.join("\n"), options);
}

/** Prints below the table; without one on stderr: a silent gate would fail for no visible reason. */
function printBelow(text: string, options: StdoutOptions): void {
  const stream = hasTables(options) ? process.stdout : process.stderr;
  stream.write(`\n${text}\n`);
}
