// The shapes that the client's modules share, for the type checker alone: nothing of this file is served.

type Point = { x: number; y: number };
type Box = { x: number; y: number; w: number; h: number };
type Place = { lat: number; lng: number };
type Position = [number, number]; // longitude, latitude
type Texts = Record<string, Record<string, string>>; // by language and key
type Words = Record<string, string | number>;

type Geometry =
  | { type: "Point"; coordinates: Position }
  | { type: "LineString"; coordinates: Position[] }
  | { type: "MultiLineString" | "Polygon"; coordinates: Position[][] }
  | { type: "MultiPolygon"; coordinates: Position[][][] };

/** An area, a county, a feature for orientation, or a carrier. */
interface Thing {
  id: string;
  kind: string;
  layer: string;
  name_zh: string;
  name_en: string;
  short_zh?: string | null;
  short_en?: string | null;
  brief_zh?: string | null;
  brief_en?: string | null;
  unit: string;
  plan?: string;
  label?: Position;
  industries?: string[];
  bearing?: number;
  row?: number; // an area's place in the bits of a selection
  at?: L.LatLng | null; // a carrier's place; null where only its county is known
  list?: string;
  grade?: string;
  uncertainty_m?: number;
  rank?: number; // of a road
  bodies?: number; // 1 for a town by which a body's place is known, and no more closely
  shown?: boolean;
}

interface Feature {
  id: string;
  geometry: Geometry;
  properties: Thing;
}

interface Features {
  features: Feature[];
  bbox?: [number, number, number, number];
}

interface Basemap {
  code: string;
  tiles: string[];
  servers: string[];
  deepest: number;
  attribution: string;
}

/** The carriers as columns (columns.js). */
interface Table {
  count: number;
  areas: string[];
  units: string[];
  lists: string[];
  plans: string[]; // whose own each list is, "" for a list of other bodies
  industries: string[];
  unit: Column;
  list: Column;
  bits: Column;
  id(row: number): string;
  find(id: string): number;
  name(row: number, column: NameColumn): string;
  grade(row: number): string;
  radius(row: number): number;
  hasPoint(row: number): boolean;
  lon(row: number): number;
  lat(row: number): number;
}

type NameColumn = "name_zh" | "name_en";
type Names = Record<NameColumn, string[]>;
type Column = Int32Array | Uint8Array | Uint16Array | Uint32Array;

/** The header of a file of columns: what is in it, and where each column lies. */
interface Head {
  count: number;
  areas: string[];
  units: string[];
  lists: string[];
  plans: string[]; // whose own each list is, "" for a list of other bodies
  industries: string[];
  grades: string[];
  radii: number[];
  page: number;
  names?: Names;
  names_in?: string;
  columns: Record<string, ["Int32" | "Uint8" | "Uint16" | "Uint32", number, number]>;
}

interface Theme {
  type_scale: number;
  mark_scale: number;
  grey: boolean;
  scheme: string;
  [colour: string]: string | number | boolean;
}

interface Hatch {
  gap: number;
  width: number;
  angle: number;
  opacity: number;
}

interface LayerSymbol {
  shape: string;
  colour: string;
  width: number;
  opacity: number;
  dash: number[];
  fill: number;
  size: number;
  hatch: Hatch | null;
  grey_hatch: Hatch | null;
  schematic: boolean;
}

interface Symbology {
  default: string;
  font: string;
  themes: Record<string, Theme>;
  symbols: Record<string, LayerSymbol>;
  groups: string[]; // of the legend
  placement: Placement;
  road_widths: Record<string, number>; // shares of the symbol's width, by rank
  roads_from: Record<string, number>; // zoom, by rank
  towns_from: Record<string, number>; // zoom, by kind
  layers: MapLayer[];
  legend: { kind: string; text: string; schematic: boolean }[];
}

/** One layer, as the symbology has it: what each field means is written there. */
interface MapLayer {
  code: string;
  data: string;
  symbol: string;
  z: number;
  group: string;
  kind: string;
  label: LabelKind | "";
  subjects: boolean;
  off: boolean;
  text: string;
}

/** What the server's message says: codes, "" for nothing asked. */
interface Message {
  unit: string;
  industry: string;
  kind: string;
  list: string;
  plan: string;
  rows: string;
  near: string;
  within: string;
  focus: string;
  lang: string;
  layers: string;
  view: string;
  theme: string;
  base: string;
  since: string;
  pair: string;
  day: string; // for which lights of tasks are looked up; "" for today
}

type State = Message & { hover: string };
type Facet = "unit" | "industry" | "kind" | "list" | "plan";
type Facets = Record<Facet, string>;
type Chosen = Partial<Record<Facet, Set<string> | null>>; // null or missing: nothing asked

/** What the page around the map tells it. */
interface Told extends Partial<Facets> {
  atlas: number;
  type: string;
  clear?: boolean;
  id?: unknown;
  link?: unknown;
  scene?: unknown;
  full?: string;
}

/** The steps of the work, each with what its listeners are told. */
interface Steps {
  begin: undefined;
  draw: undefined;
  drawn: undefined;
  fail: () => void;
  open: string;
  choose: Chosen;
  select: undefined;
  around: undefined;
  focus: { first: boolean };
  hover: undefined;
  language: undefined;
  theme: undefined;
  layers: undefined;
  base: undefined;
  since: undefined;
  day: undefined;
  resize: undefined;
  sized: undefined;
  furniture: undefined;
  named: undefined;
  placed: undefined;
  staged: undefined;
  told: Told;
  message: Message;
}

/** What came for each layer: the carriers as a table, the basemaps as offers, all others as features. */
interface LayerData {
  [layer: string]: Partial<Features> & { basemaps?: Basemap[] };
}

interface Atlas {
  map: L.Map & LeafletInside;
  painted: boolean;
  drawn: number;
  symbology: Symbology;
  texts: Texts | null;
  data: LayerData;
  table: Table; // the carriers
  state: State;
  areas: Thing[];
  places: Record<string, Thing>;
  corner: HTMLElement;
  tool: Tool | null;
  measured: number | null;
  load(address: string): Promise<unknown>;
}

/** What we use of Leaflet that its types do not know. */
interface LeafletInside {
  _zoomAnimated: boolean;
  _latLngToNewLayerPoint(at: L.LatLng, zoom: number, center: L.LatLng): L.Point;
}

interface RendererInside {
  _map: { _animatingZoom: boolean };
  _bounds: L.Bounds;
  _container: HTMLCanvasElement;
  _update(): void;
}

interface CircleInside {
  _point: Point;
  _radius: number;
  _renderer: { _setPath(path: L.Path, d: string): void };
}

interface Window {
  /** What the reader has opened: see opened.js. */
  atlasOpened?: { opener: HTMLElement; close: () => void }[];
  atlas: Atlas;
}

type Staged = "" | "scene" | "astray";

// Labels ---------------------------------------------------------------------------------------

type LabelKind = "county" | "unit" | "neighbour" | "plate" | "core" | "lake" | "zone" | "platform" | "carrier";

/** What a shape asks for: a label of its thing, or of words. */
type LessRoom = "brief" | "tight" | "bare"; // how labels are written where there is less room

interface LabelWish {
  id: string;
  kind: LabelKind;
  layer: string;
  thing?: Thing;
  words?: string;
  at: L.LatLng;
  reach?: number; // metres
  size?: number; // pixels
  path?: L.Polygon;
  spots?: L.LatLng[];
  far?: boolean; // shown from far away alone
}

/** A place that a label may take: what it costs, and the line that leads from there to its thing. */
interface Stand extends Box {
  key: string;
  side: string;
  price: number;
  ring?: boolean; // it stands beside its thing, not in it
  lead?: [Point, Point];
}

/** The numbers of placing that the client reads. */
type PlacementNumber =
  | "chosen"
  | "about"
  | "gap"
  | "air"
  | "crowd"
  | "land_reach"
  | "point_reach"
  | "land_slope"
  | "off_land"
  | "inside_step"
  | "inside_slope"
  | "core_step"
  | "core_slope"
  | "parts"
  | "beside"
  | "upright"
  | "further"
  | "clearer"
  | "clearly"
  | "elbow"
  | "elbowed"
  | "pierced"
  | "strip"
  | "most_strips"
  | "faded"
  | "platform_reach"
  | "arrow"
  | "road"
  | "road_reach"
  | "road_step"
  | "ring_reach"
  | "ring_step"
  | "crossed"
  | "lead_air"
  | "spots"
  | "tries"
  | "holders"
  | "better"
  | "worth"
  | "sweeps"
  | "out"
  | "out_of_scene"
  | "ground"
  | "squeezed"
  | "furniture"
  | "cut_off"
  | "edge"
  | "kept"
  | "most_marks"
  | "letter_on_core";

/** What places of labels cost: `contract/placement.py` says what each number is. */
interface Placement extends Record<PlacementNumber, number> {
  kinds: Record<LabelKind, { missing: number; shaped: boolean }>;
  land_step: [number, number];
  rings: { gap: number; price: number; led: boolean }[];
  directions: [number, number][];
}

/** What placing knows of a label; all in pixels of the world. */
interface Placed {
  id: string;
  kind: LabelKind;
  anchor: Point;
  w: number;
  h: number;
  r: number;
  outline: Point[] | null;
  stands: Point[];
  shown: boolean;
  chosen: boolean;
  about: boolean; // whether the scene is about it
  bare?: boolean; // its count alone is written
  squeezed?: boolean; // its middle is enough to be on its land
  box: Stand | null;
  tries: Stand[];
  kept: string;
}

interface Label extends LabelWish, Placed {
  id: string;
  kind: LabelKind;
  element: HTMLElement;
  tried: boolean;
  hasBadge: boolean;
  leader: Element | null;
  offset: L.Point;
  anchorAt: L.LatLng;
}

/** A town below the plan; `box` where its name stands, in pixels of the world. */
interface Town {
  at: L.LatLng;
  thing: Thing;
  element: HTMLElement;
  words: HTMLElement;
  bodies: boolean;
  w: number;
  h: number;
  box: Box | null;
}

/** What the counties can be shaded by. */
interface CountyMeasure {
  code: string;
  counted: boolean;
  names: Record<string, string>; // by language
  notes: Record<string, string>;
  classes: [number, number][]; // from low to high
  of: Record<string, { number: number | null; words: Record<string, string>; evidence: string }>; // by unit
}

interface CountyValues {
  units: Record<string, Record<string, string>>;
  missing: Record<string, string>;
  evidence: Record<string, Record<string, string>>;
  measures: CountyMeasure[];
}

interface Obstacle {
  box: Box;
  cost: number;
  id: string;
  band?: boolean; // of the corridor, where its own plates stand
  drawn?: boolean; // a symbol, a ring, a band: not a word
}

/** A symbol that has a name, or could have one: its boxes, and whether it is shown. */
interface PlacedSymbol {
  id: string;
  kind: LabelKind;
  boxes: Box[];
  active: boolean;
}

/** What labels should not run over: the window, and what covers parts of it. `strict`: none does. */
type LabelEdge = Box & { covers: Box[]; strict?: boolean };

/** What lies on the map already when labels are placed. */
interface LabelGround {
  numbers: Placement;
  px?: number; // how many times larger than usual type is
  scene?: boolean; // what is filtered out gives way
  squeeze?: boolean; // counties are named even where their names must lie on something
  all: Placed[];
  marks: Mark[];
  bands: { outline: Point[]; shown: boolean }[];
  arrows: Box[];
  pointers: Box[];
  road: Point[];
  home: LabelEdge | null;
  setName(cost: (box: Box) => number): Box[];
}

// Carriers' marks ------------------------------------------------------------------------------

type Mark = Point & { r: number; id: string; shown?: boolean };

interface Group extends Point {
  members: ArrayLike<number>;
  count: number;
  r: number;
}

interface Spread {
  x: Float64Array;
  y: Float64Array;
  group: Int32Array;
  groups: Group[];
}

interface Grid {
  near(x: number, y: number, reach: number, visit: (i: number) => void): void;
  each(visit: (members: Uint32Array) => void): void;
}

type Dot = { open?: boolean; colour: string; rim: number };
type PaintDot = (context: CanvasRenderingContext2D, x: number, y: number, r: number, dot: Dot) => void;

// Tools ----------------------------------------------------------------------------------------

/** A tool that does one thing at once. */
interface ActTool {
  name: string;
  icon: string;
  act(): void;
}

/** A tool that is taken in hand: what the map is told goes to it until it is put away. */
interface Tool {
  name: string;
  icon: string;
  standing?: string; // the key of a sentence that stands on its plate
  begin(): void;
  end(): void;
  click(at: L.LatLng, id: string): void;
  move?(at: L.LatLng): void;
  finish?(id: string): void;
  back?(): void;
  choices?(box: HTMLElement): void;
}

interface SketchOptions {
  closed: boolean;
  most?: number; // corners
  words?(points: L.LatLng[]): string;
}

type Near = { centre: Place; km: number };

// What one module alone knows --------------------------------------------------------------------

type When = <S extends keyof Steps>(step: S, act: (detail: Steps[S]) => void) => void;
type Say = <S extends keyof Steps>(step: S, detail?: Steps[S]) => void;
type Listener = (detail: unknown) => void;

type AddElement = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className?: string,
  parent?: Element,
) => HTMLElementTagNameMap[K];
type Write = <E extends Element>(element: E, words: string) => E;
type Caption = <E extends Element>(element: E, key: string, attribute?: string) => E;
type AddPath = <P extends L.Path>(path: P, pane: string, classes: string) => P;
type DrawPath = <P extends L.Path>(path: P, classes: string) => P;
type AddTool = <T extends Tool | ActTool>(tool: T) => T;

type SineCosine = { sin: number; cos: number };
type Arc = SineCosine & { sigma: number; cos2Alpha: number; cosMiddle: number };

type ExtendBy = (bounds: L.LatLngBounds, part: Position | Geometry["coordinates"] | Position[][]) => void;
type RingsOf = (list: L.LatLng[] | L.LatLng[][] | L.LatLng[][][]) => L.LatLng[][];
type LetterBox = Box & { angle: number };
type HomeView = { center: L.LatLng; zoom: number; corner: L.Point };
type WholeCity = HomeView & { price: number; fits: boolean };
type Crowd = Point & { members: number[]; fixed: boolean; r: number };
type Counted = { shown: number; all: number };

interface Pointer {
  feature: Feature;
  plate: HTMLElement;
  shaft: Element;
  words: HTMLElement;
  at: L.LatLng;
  w: number;
  h: number;
  stands: L.Point[]; // where it would stand if its place were in the window, and where it stands
}

interface PlateShown {
  tool: Tool;
  close: () => void;
  result: (() => string) | null;
  refusal: [string, (() => Words) | Words]; // the key of its text, "" for none
}

type Chip = { marker: L.Marker; words: HTMLElement };
type Circle = Near & { path: L.Polygon; dot: L.CircleMarker; chip: Chip; knob: HTMLElement; rim: L.Marker };
type DrawnRing = { path: L.Polygon; chip: Chip; tops: L.LatLng[] };
