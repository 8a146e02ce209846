import base from "./base.css";
import parts from "./parts.css";
import overview from "./overview.css";
import list from "./list.css";
import casePage from "./case.css";
import lanes from "./lanes.css";
import step from "./step.css";
import beside from "./beside.css";
import figures from "./figures.css";
import graph from "./graph.css";
import charts from "./charts.css";

/** Gives the page its style, which needs no permission beside that of the script. */
export function showStyle(): void {
  const sheets = [
    base,
    parts,
    overview,
    list,
    casePage,
    lanes,
    step,
    beside,
    figures,
    graph,
    charts,
  ].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  document.adoptedStyleSheets = sheets;
}
