import { printable } from "../../text/printable.ts";

/** What an annotation says, and where it stands. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  /** From the repository's root. */
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

/** A line on stdout by which a step of a GitHub workflow annotates a line of a file. */
export function workflowCommand({ level, file, line, title, message }: Annotation): string {
  const properties = [`file=${property(file)}`, `line=${line}`, `title=${property(title)}`];
  return `::${level} ${properties.join(",")}::${data(message)}\n`;
}

function data(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
