import { readdirSync, readFileSync } from "node:fs";

/** Processes, with the memory that each holds. */
export interface Processes {
  readonly pids: readonly number[];
  readonly bytes: number;
}

/** A process with all that descend from it or are in its session, by Linux's `/proc`; elsewhere only itself. */
export function processesOf(root: number): Processes {
  const all = everyProcess();
  const found = new Map<number, number>();
  const take = (pid: number, bytes: number): void => {
    if (found.has(pid)) return;
    found.set(pid, bytes);
    for (const child of all) if (child.parent === pid) take(child.pid, child.bytes);
  };
  for (const { pid, session, bytes } of all) if (pid === root || session === root) take(pid, bytes);
  return {
    pids: [...found.keys()],
    bytes: [...found.values()].reduce((sum, bytes) => sum + bytes, 0),
  };
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  readonly bytes: number;
}

function everyProcess(): Process[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readProcess(Number(pid)));
}

function readProcess(pid: number): Process[] {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, "latin1");
  } catch {
    // It has ended meanwhile.
    return [];
  }
  const read = (line: RegExp) => Number(line.exec(status)?.[1] ?? 0);
  return [
    {
      pid,
      parent: read(/^PPid:\s*(\d+)/m),
      session: read(/^NSsid:\s*(\d+)/m),
      // Not what is mapped from files, as libraries are, which all share.
      bytes: (read(/^RssAnon:\s*(\d+) kB/m) + read(/^RssShmem:\s*(\d+) kB/m)) * 1024,
    },
  ];
}
