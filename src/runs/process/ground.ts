import { installClock } from "../../clock/install.ts";
import { Patches } from "../../patches/patches.ts";
import type { TrafficMode } from "../../results/result.ts";
import { takeTrialErrors } from "../../runner/trial/stray-error.ts";
import { readTypesOnLoad } from "../../signatures/loading/hooks.ts";
import { keepAgentsMade } from "../../swarm/agent/agent.ts";
import { currentConversation } from "../../traffic/current.ts";
import { guardNetwork } from "../../traffic/guard/guard.ts";
import { limitReplies } from "../../traffic/guard/limit-replies.ts";
import { hostMatcher } from "../../traffic/http/hosts.ts";
import { fillInKeys, readDotEnv, takeAwayAdded } from "../settings/environment.ts";
import { hideExperimentalWarnings } from "./quiet-node.ts";

/** What trials need beside what all trials need. */
interface Needs {
  readonly traffic: TrafficMode;
  /** Folders whose `.env` is read. */
  readonly homes: readonly string[];
  /** Patterns of hosts whose requests are neither recorded nor refused. */
  readonly passthrough?: readonly string[] | undefined;
}

/** How many play trials in this process, beside all else that it does. */
let users = 0;
let undo: (() => void)[] = [];
const passing = new Set<(host: string) => boolean>();

/** Part of a process that is ready to play trials. */
export interface Ground {
  prepare(needs: Needs): void;
  leave(): void;
}

/**
 * Makes a process ready to play trials beside all else that it does. What is changed of it concerns trials alone, and is
 * put back when the last of those who play some has left.
 */
export function enterGround(): Ground {
  if (users++ === 0) undo = changeProcess();
  let letsThrough: ((host: string) => boolean) | undefined;
  return {
    prepare({ traffic, homes, passthrough = [] }) {
      letsThrough = hostMatcher(passthrough);
      passing.add(letsThrough);
      readDotEnv(homes);
      fillInKeys(traffic);
    },
    leave() {
      if (letsThrough !== undefined) passing.delete(letsThrough);
      if (--users > 0) return;
      for (const putBack of undo.toReversed()) putBack();
      undo = [];
    },
  };
}

function changeProcess(): (() => void)[] {
  const patches = new Patches();
  installClock(patches);
  limitReplies(patches);
  const letsThrough = (host: string): boolean => [...passing].some((passes) => passes(host));
  guardNetwork({ modeNow: () => currentConversation()?.mode, letsThrough }, patches);
  return [
    () => patches.putBack(),
    readTypesOnLoad(),
    takeTrialErrors(),
    keepAgentsMade(),
    hideExperimentalWarnings(),
    takeAwayAdded,
  ];
}
