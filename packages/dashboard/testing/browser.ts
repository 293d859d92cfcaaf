import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where systems put it; `CHROMIUM` names another. */
const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser that tests look at pages with; undefined where there is none. */
const browserPath = PLACES.find((place) => place !== undefined && existsSync(place));

/** Where a browser is missing its tests are left out, unless `BROWSER_TESTS=required` (as .ci/run says). */
export const mayLackBrowser = browserPath === undefined && process.env['BROWSER_TESTS'] !== 'required';

/** A browser that asks nobody outside for anything. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(browserPath !== undefined && { executablePath: browserPath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** What a page complains about while it is looked at, and whom it asks besides files and `own`. */
export function complaints(page: Page, own = 'file:'): string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) heard.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !/^(data|blob):/.test(url)) heard.push(`asked for ${url}`);
  });
  return heard;
}
