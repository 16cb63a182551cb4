// What html-validate recommends, without what is a matter of taste; each rule that is off says why.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "doctype-style": "off", // style only
    "void-style": "off", // style only
    "no-trailing-whitespace": "off", // style only
    "long-title": "off", // titles are the museum's own words, and those of its stops
    "no-redundant-for": "off", // a label that holds its field and names it too is understood by more voice control
    "no-redundant-role": "off", // Safari forgets that a list without bullets is one, unless it has role="list"
    "prefer-native-element": ["error", { exclude: ["list"] }], // the same
  },
};
