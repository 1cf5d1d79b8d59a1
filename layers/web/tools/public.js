// What others call: the map's script, the messages of a selection, the meeting pack and the tests. Nothing else is
// public.

import { atlas, featuresOf, say, when } from "../base/atlas.js";
import { geodesicArea, geodesicDistance, geodesicLength, geodesicPoint } from "../base/geodesy.js";
import { hoverOver } from "../base/select.js";
import { stageMap } from "../base/staged.js";
import { applyMessage, beginMap, wantLayer } from "../base/start.js";
import { chooseThing } from "../base/talk.js";
import { addElement, addSvg } from "../base/text.js";
import { enlarge } from "../base/theme.js";
import { carriers } from "../carriers/carriers.js";
import { openGroup } from "../carriers/group_list.js";
import { findThing, shownIds } from "../carriers/rows.js";
import { explainMap, kindsShown } from "../furniture/explained.js";
import { cityBounds, countyBounds } from "../ground/counties.js";
import { showWholeCity } from "../ground/home.js";
import { standingLabels } from "../labels/labels.js";
import { namedTowns } from "../labels/town_names.js";
import { putAway } from "./tools.js";
import { viewText } from "./view.js";

Object.assign(atlas, {
  begin: beginMap,
  draw: wantLayer,
  apply: applyMessage,
  when: when,
  say: say,
  element: addElement,
  svg: addSvg,
  enlarge: enlarge,
  hover: hoverOver,
  choose: chooseThing,
  find: findThing,
  shown: shownIds,
  features: featuresOf,
  cityBounds: cityBounds,
  countyBounds: countyBounds,
  home: showWholeCity,
  view: viewText,
  labels: standingLabels,
  towns: namedTowns,
  stage: stageMap,
  explain: explainMap,
  explained: () => Array.from(kindsShown()),
  carriers: carriers,
  openGroup: openGroup,
  putAway: putAway,
  geodesy: { distance: geodesicDistance, direct: geodesicPoint, length: geodesicLength, area: geodesicArea },
});
window.atlas = atlas;
