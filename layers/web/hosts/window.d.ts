// What the bundles of the page and of the pack find before them.

/** The part's style sheet, and the words of every panel by language and code. */
declare const STYLE: string;
/** The style sheets of the pack's panels, by the place of each. */
declare const STYLES: Record<string, string>;
/** The shape and the colour of the symbol of each kind of area. */
declare const AREA_SYMBOLS: Record<string, [string, string]>;
declare const TEXTS: Record<string, Record<string, string>>;

interface Window {
  /** One listener for all parts of the page: see page.js. */
  atlasKeys?: (event: KeyboardEvent) => void;
  /** The events that the page's parts have to tell, one at a time: see page.js. */
  atlasLine?: (() => void)[];
  /** The newest version that this page has heard of, and the one that it shows: see newer.js. */
  atlasVersions?: { newest: number; shown: number };
  /** Whether Esc is heard already: see step_back.js. */
  atlasEscape?: boolean;
  /** The meeting pack, for tests. */
  room: object;
  /** Whether the browser cannot run the pack. */
  tooOld?: boolean;
}
