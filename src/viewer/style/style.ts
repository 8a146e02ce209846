import base from "./base.css";
import beside from "./beside.css";
import cases from "./case.css";
import figures from "./figures.css";
import list from "./list.css";

/** Gives the page its style, which needs no permission beside that of the script. */
export function showStyle(): void {
  const sheets = [base, list, cases, beside, figures].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  document.adoptedStyleSheets = sheets;
}
