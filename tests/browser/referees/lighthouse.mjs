// Lighthouse on a few pages in one Chromium: `node lighthouse.mjs ADDRESS=RUNS…` prints, by address, the runs' scores and what cost any.
// With no runs at all the speed is left out: one run tells the rest.
// Of several runs the middle one counts: it is fast enough as soon as more than half of them are, whatever the others would have been, so those are spared.
// Where it is not, it may have been the machine: then the middle one of seven counts, which tells a slow page from a busy machine better than that of five.
// A run that could not measure (a trace without a first paint, on a machine that stood still) is no score: it is made again, three times at most.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { pageFunctions } from "lighthouse/core/lib/page-functions.js";
import puppeteer from "puppeteer-core";

// Lighthouse slows a desktop of index 1750 four times to have a phone of the middle range; a slower or busier machine is slowed less.
const MID_RANGE_PHONE = 440;
const ENOUGH = 0.98;
const MOST = 7;
const ATTEMPTS = 3;
const AT_ONCE = { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 0, cpuQuietThresholdMs: 0 };
const profile = mkdtempSync(join(tmpdir(), "lighthouse-"));
const flags = ["--headless=new", "--no-sandbox", "--mute-audio", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args: flags, userDataDir: profile });

const judged = async (address, onlyCategories, attempt = 1) => {
  const blank = await browser.newPage();
  const index = await blank.evaluate(`(${pageFunctions.computeBenchmarkIndex})()`);
  await blank.close();
  const cpuSlowdownMultiplier = Math.min(4, Math.max(1, index / MID_RANGE_PHONE));
  const throttling = { rttMs: 150, throughputKbps: 1638.4, requestLatencyMs: 562.5, downloadThroughputKbps: 1474.56, uploadThroughputKbps: 675, cpuSlowdownMultiplier };
  const page = await browser.newPage();
  const waits = onlyCategories.includes("performance") ? {} : AT_ONCE;
  const { lhr } = await lighthouse(address, { onlyCategories, throttling, ...waits, disableFullPageScreenshot: true, logLevel: "silent" }, undefined, page);
  await page.close();
  const broken = [lhr.runtimeError, ...Object.values(lhr.audits)].map((one) => one?.errorMessage ?? one?.message).filter(Boolean);
  if (Object.values(lhr.categories).some(({ score }) => score === null)) {
    if (attempt === ATTEMPTS) throw new Error(`${address} could not be measured in ${ATTEMPTS} runs: ${[...new Set(broken)].join("; ")}`);
    return judged(address, onlyCategories, attempt + 1);
  }
  const run = { scores: {}, lost: {}, index: Math.round(index) };
  for (const [name, { score, auditRefs }] of Object.entries(lhr.categories)) {
    run.scores[name] = score;
    for (const { id, weight } of auditRefs) {
      const audit = lhr.audits[id];
      if (weight && audit.score !== null && audit.score < 1) run.lost[id] = audit.displayValue ?? JSON.stringify(audit.details?.items ?? audit.title).slice(0, 400);
    }
  }
  return run;
};

const fast = (runs, count) => runs.filter((run) => run.scores.performance >= ENOUGH).length > count / 2;

const said = {};
try {
  for (const asked of process.argv.slice(2)) {
    const [, address, runs] = asked.match(/^(.*)=(\d+)$/);
    said[address] = [await judged(address, [...(runs > 0 ? ["performance"] : []), "accessibility", "best-practices", "seo"])];
    let count = Number(runs);
    while (count && !fast(said[address], count)) {
      if (said[address].length < count) said[address].push(await judged(address, ["performance"]));
      else if (runs > 1 && count < MOST) count = MOST;
      else break;
    }
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
process.stdout.write(JSON.stringify(said));
