import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundled } from "./bundled.ts";

const usageAtExit = pathToFileURL(await bundled("./usage-at-exit.ts")).href;

/** What a whole process took. */
export interface Measured {
  readonly wallMs: number;
  /** User and system time. */
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** Runs Node on these arguments and measures the whole process. Throws where it fails. */
export async function measured(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(directory, "usage.json");
  try {
    const began = performance.now();
    const child = spawn(process.execPath, ["--import", usageAtExit, ...args], {
      env: { ...process.env, ...environment, BENCH_USAGE_FILE: file },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    const wallMs = performance.now() - began;
    if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}: ${complaint}`);
    return {
      wallMs,
      ...(JSON.parse(readFileSync(file, "utf8")) as { cpuMs: number; peakMb: number }),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The median of a figure. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
