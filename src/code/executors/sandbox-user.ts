import { randomInt } from "node:crypto";
import { stat } from "node:fs/promises";
import type { Directory } from "../directory.ts";

/** Above the users that systems know, and those that containers are given. */
const FIRST = 0x60000000;
const LAST = 0x6fffffff;

/**
 * The user as whom programs run in a directory. Root, to whom no limit of processes applies, becomes somebody whom
 * nobody else is, so that each directory has its own count. Undefined where this process is not root.
 */
export async function sandboxUser({ path }: Directory): Promise<number | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const { uid } = await stat(path);
  return uid >= FIRST && uid <= LAST ? uid : randomInt(FIRST, LAST);
}
