import type { Usage } from "./trajectory.ts";

/** The tokens of prompts and completions together, cached ones included. */
export function tokensOf({ prompt_tokens: prompt, completion_tokens: completion }: Usage): number {
  return prompt + completion;
}
