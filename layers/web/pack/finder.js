// Search over names, aliases and words, in characters, in pinyin and by the initials of pinyin: the same answers as g60/search.py.
(function () {
  "use strict";

  const START = "\u0001";
  const INITIALS_ANYWHERE = 3;

  room.search = function (query) {
    const asked = query.toLowerCase();
    const words = known(asked) ? [asked] : asked.split(" ").filter(Boolean);
    const tests = words.map(tester);
    return room.entities.map((one) => tests.every((test) => test(one)));
  };

  function known(word) {
    return Object.prototype.hasOwnProperty.call(room.data.unit_forms, word);
  }

  // What a word finds: a unit's name what lies in it, any other word what holds it.
  function tester(word) {
    if (known(word)) {
      const unit = room.data.unit_forms[word];
      return (one) => one.unit === unit;
    }
    if (!/^[a-z0-9]+$/.test(word)) return (one) => one.text.indexOf(word) >= 0;
    const short = word.length >= INITIALS_ANYWHERE ? word : START + word;
    const syllables = new RegExp(START + word.split("").join(START + "?"));
    return (one) => one.text.indexOf(word) >= 0 || syllables.test(one.pinyin) || one.initials.indexOf(short) >= 0;
  }
})();
