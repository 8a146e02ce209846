import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../json/fault.ts";
import type { Path } from "../../json/show.ts";
import { field, textField } from "../../json/value.ts";
import { dataUrl } from "../../media/data-urls.ts";
import { isSeen, LARGEST_MEDIA, mediaText, SEEN_ENDINGS, typeOfFile } from "../../media/media.ts";
import { absolute } from "../../text/from-start.ts";
import { listed } from "../../text/count.ts";
import type { Case, UserContent } from "../case.ts";

/** The case with the bytes of its pictures in place of their paths from `folder`. They were found to be usable. */
export function withPictures(read: Case, folder: string): Case {
  if (!read.turns.some(({ user }) => typeof user !== "string")) return read;
  const turns = read.turns.map((turn) => ({ ...turn, user: withBytes(turn.user, folder) }));
  return { ...read, turns };
}

/** What is wrong with the paths of pictures in a line of a case file in `folder`, which may be no case. */
export function pictureFaults(line: unknown, folder: string): Fault[] {
  const turns = field(line, "turns");
  const users: [Path, unknown][] = [
    [["user"], field(line, "user")],
    ...(Array.isArray(turns)
      ? turns.map((turn: unknown, index): [Path, unknown] => [
          ["turns", index, "user"],
          field(turn, "user"),
        ])
      : []),
  ];
  return users.flatMap(([path, user]) =>
    Array.isArray(user)
      ? user.flatMap((part, index) => faultsOf(part, [...path, index], folder))
      : [],
  );
}

function withBytes(user: UserContent, folder: string): UserContent {
  if (typeof user === "string") return user;
  return user.map((part) => {
    const path = pathIn(part);
    if (path === undefined) return part;
    const url = dataUrl(typeOfFile(path) ?? "", readFileSync(absolute(join(folder, path))));
    return { ...part, image_url: { ...(field(part, "image_url") as object), url } };
  });
}

/** The path of a part's picture; undefined if it has none, or names it by a URL. */
function pathIn(part: unknown): string | undefined {
  if (field(part, "type") !== "image_url") return undefined;
  const url = textField(field(part, "image_url"), "url");
  // A single letter is a drive.
  return url === undefined || /^[a-z][a-z\d+.-]+:/i.test(url) ? undefined : url;
}

function faultsOf(part: unknown, path: Path, folder: string): Fault[] {
  const file = pathIn(part);
  const problem = file === undefined ? undefined : problemOf(file, folder);
  return problem === undefined
    ? []
    : [{ type: "value", path: [...path, "image_url", "url"], problem }];
}

function problemOf(path: string, folder: string): string | undefined {
  const type = typeOfFile(path);
  if (type === undefined || !isSeen(type))
    return `it is a URL, or the path of a picture that models take: ${listed(SEEN_ENDINGS)}`;
  const file = join(folder, path);
  try {
    const stats = statSync(absolute(file));
    if (!stats.isFile()) return `${file} is no file; paths begin at the case file`;
    return stats.size > LARGEST_MEDIA
      ? `${file} is too large (${mediaText({ type, size: stats.size })}); a picture may have ${LARGEST_MEDIA / 1000 ** 2} MB`
      : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? `there is no file ${file}; paths begin at the case file`
      : `${file} cannot be read: ${(error as Error).message}`;
  }
}
