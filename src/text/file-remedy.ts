const ELSEWHERE: Readonly<Record<string, string>> = {
  EACCES: "You may not write there: change its owner or its permissions",
  EDQUOT: "Your quota of that disk is used up: remove files of yours, or ask for more",
  EFBIG: "Make room for it",
  ENOSPC: "That disk is full: make room on it",
  EPERM: "You may not write there: change its owner or its permissions",
  EROFS: "That file system can only be read: mount it for writing",
};

const HERE: Readonly<Record<string, string>> = {
  EMFILE:
    "This process has too many files open: let it open more (ulimit -n), close what tools open, or play fewer trials at once with --concurrency",
  ENFILE: "This system has too many files open: end programs that hold them, or let it open more",
};

/**
 * What to do where the file system refused to write, as a sentence; undefined for an error that says enough.
 * `elsewhere` says how to name another place, where that would help.
 */
export function fileRemedy(error: unknown, elsewhere?: string): string | undefined {
  const { code = "" } = error as NodeJS.ErrnoException;
  const here = HERE[code];
  if (here !== undefined) return `${here}.`;
  const there = ELSEWHERE[code];
  if (there === undefined) return elsewhere && `${capital(elsewhere)}.`;
  return elsewhere === undefined ? `${there}.` : `${there}, or ${elsewhere}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
