// Firefox as a phone that is told what to do: each line on standard input is a JSON list [deed, argument]; each answer is a JSON line.
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: "/usr/bin/firefox-esr",
  headless: true,
  extraPrefsFirefox: { "intl.accept_languages": "kk-KZ", "media.autoplay.default": 0, "app.update.enabled": false, "network.captive-portal-service.enabled": false, "network.connectivity-service.enabled": false },
});
const page = await browser.newPage();
await page.setViewport({ width: 390, height: 844 });
page.setDefaultTimeout(20000);

// A machine without a sound device plays only what is muted.
const mute = () => page.evaluate("for (const audio of document.querySelectorAll('audio')) audio.muted = true");
const deeds = {
  open: async (address) => { await page.goto(address, { waitUntil: "load" }).catch((error) => { if (!/NS_ERROR|ERR_|net::/.test(error.message)) throw error; }); },
  run: (script) => page.evaluate(`(async () => { ${script} })()`),
  click: async (selector) => {
    await mute();
    await page.locator(selector).click();
  },
  address: () => page.url(),
  picture: (path) => page.screenshot({ path }),
};
process.stdout.write("[null, \"ready\"]\n");
for await (const line of createInterface({ input: process.stdin })) {
  const [deed, argument] = JSON.parse(line);
  let answer;
  try {
    answer = [null, (await deeds[deed](argument)) ?? null];
  } catch (error) {
    answer = [String(error), null];
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
await browser.close();
