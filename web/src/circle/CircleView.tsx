import type { Station } from "../api/types";
import { useText } from "../i18n/use-text";
import { useView, view } from "../state/view";
import { figureText } from "./figure";
import { stationName } from "./station-name";

/** The way from measurement to model and back: what stands where, with figures. Each opens its evidence. */
export function CircleView({ circle }: { circle: Station[] }) {
  const text = useText();
  const open = useView((v) => (v.drawer === "evidence" ? v.evidence : null));
  return (
    <nav className="circle" aria-label={text("circle")}>
      <ol>
        {circle.map((one, i) => (
          <li key={one.station} className={one.state}>
            <button type="button" aria-expanded={open === one.station} disabled={one.state === "absent"}
              onClick={() => view.set(open === one.station ? { drawer: "none", evidence: null } : { drawer: "evidence", evidence: one.station })}>
              <span className="mark" aria-hidden="true">{one.state === "done" ? "●" : one.state === "missed" ? "✕" : "○"}</span>
              <span className="name">{stationName(text, one.name, i)}</span>
              <span className="figure">{one.figure ? figureText(text, one.figure) : text("notInStudy")}</span>
              <span className="for-readers">{text(`state_${one.state}`)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
