/** What providers put behind a model's name for one version of it: a date, a number, `latest`. */
const VERSION = /[-@:](?:\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{8}|\d{3,4}|latest)$/;

/**
 * Who answered, if it is another model than was asked for. A snapshot of that (`gpt-4o-2024-08-06` of `gpt-4o`) is no
 * other, nor is its name with or without the provider before it (`openai/gpt-4o`).
 */
export function otherModel(asked: string, answered: string | undefined): string | undefined {
  return answered === undefined || isSame(asked, answered) ? undefined : answered;
}

function isSame(asked: string, answered: string): boolean {
  const [one, other] = [shortName(asked), shortName(answered)];
  if (one === other) return true;
  const [name, otherName] = [one.replace(VERSION, ""), other.replace(VERSION, "")];
  // Two snapshots of one model are two models.
  return name === otherName && (one === name || one.endsWith("latest") || other === name);
}

function shortName(model: string): string {
  return model.toLowerCase().slice(model.lastIndexOf("/") + 1);
}
