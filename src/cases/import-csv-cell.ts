/** Columns whose cells are text, whatever they look like. */
const TEXT = new Set([
  "id",
  "user",
  "agent",
  "model_override",
  "expect.agent",
  "expect.final_agent",
  "expect.output.equals",
  "expect.output.regex",
]);

/** Columns whose cells are names, with semicolons between them. */
const NAMES = new Set(["tags", "expect.tool_calls", "expect.not_called", "expect.handoffs"]);

/** Columns whose cells are text or JSON. */
const TEXT_OR_JSON = new Set([
  "expect.output.contains",
  "expect.output.not_contains",
  "expect.output.judge",
]);

/** The value of a cell. Throws a SyntaxError for one that begins as JSON and is none. */
export function csvCell(column: string, cell: string): unknown {
  if (TEXT.has(column)) return cell;
  const text = cell.trim();
  if (/^[[{]/.test(text)) return JSON.parse(text);
  if (NAMES.has(column)) {
    return text
      .split(";")
      .map((name) => name.trim())
      .filter((name) => name !== "");
  }
  if (TEXT_OR_JSON.has(column)) return cell;
  return /^(?:".*"|true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/s.test(text)
    ? JSON.parse(text)
    : cell;
}
