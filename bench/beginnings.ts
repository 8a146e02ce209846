import type { Figure } from "./figure.ts";
import { firstPromptMs } from "./first-prompt.ts";
import { median, type Measured } from "./measured.ts";
import { measureTypeReading } from "./reading-types.ts";

/** What else is waited for before anything is played, beside a replay's cold start. */
export async function beginningsFigures(
  directory: string,
  baseUrl: string,
  cold: readonly Measured[],
): Promise<Figure[]> {
  const prompts: number[] = [];
  for (const { wallMs } of cold) prompts.push((await firstPromptMs(directory, baseUrl)) / wallMs);
  const types = measureTypeReading(directory);
  return [
    {
      what: "first prompt of chat ÷ cold start, wall",
      value: median(prompts),
      unit: " ×",
      atMost: 1,
    },
    {
      what: "reading the types of 500 lines with imports, wall added",
      value: types.first,
      unit: " ms",
      atMost: 100,
    },
    { what: "the same where they are kept", value: types.kept, unit: " ms", atMost: 10 },
  ];
}
