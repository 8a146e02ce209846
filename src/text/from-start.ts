import { relative, resolve } from "node:path";

// A tool may leave the folder in which the process began. What paths mean, those given and those shown, stays as it was.
const start = process.cwd();

/** A path as one from the folder in which the process began; `.` for that itself. */
export function shown(path: string): string {
  return relative(start, resolve(start, path)) || ".";
}

/** The absolute path of one from the folder in which the process began. */
export function absolute(path: string): string {
  return resolve(start, path);
}

/** The path by which the file system finds one from the folder in which the process began. */
export function onDisk(path: string): string {
  // Its errors name a path as the user does.
  return process.cwd() === start ? path : absolute(path);
}
