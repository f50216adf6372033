import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { preferredLanguage } from "./i18n/preferred";
import { keepInAddress } from "./state/address";
import "./style/page.css";

keepInAddress({ lang: preferredLanguage(navigator.languages) });
const place = document.getElementById("page");
if (place) createRoot(place).render(<App />);
