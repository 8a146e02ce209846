import { absolute } from "../../text/from-start.ts";
import { tell } from "./screen.ts";

/** Opens a page, a file, in the user's browser, or says why it was not opened. */
export async function showPage(file: string): Promise<void> {
  const { openPage } = await import("../process/open-page.ts");
  const problem = await openPage(absolute(file));
  if (problem !== undefined) tell(problem);
}
