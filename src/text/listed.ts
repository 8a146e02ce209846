/** Items as a sentence lists them, the first of too many: `1, 2 and 5`, `1, 2 and 3 more`. */
export function listed(items: readonly (string | number)[], most = Infinity): string {
  if (items.length > most)
    return `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${String(items.at(-1))}`;
}
