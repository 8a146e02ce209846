/** One rubric of several: a reply has one judge. None of none. */
export function oneRubric(rubrics: readonly string[]): string | undefined {
  if (rubrics.length < 2) return rubrics[0];
  return `All of these hold:\n${rubrics.map((rubric) => `- ${rubric}`).join("\n")}`;
}
