import { defineConfig } from "@playwright/test";

const chromium = {
  executablePath: process.env["COFOUNDER_CHROMIUM"] ?? "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
  ],
};

// Playwright demands a default export.
export default defineConfig({
  testDir: "./journeys",
  outputDir: "../test-results",
  timeout: 120_000,
  workers: 1,
  retries: 0,
  reporter: [["list"]],
  use: { launchOptions: chromium, timezoneId: "UTC", locale: "en-GB", trace: "retain-on-failure" },
  projects: [
    { name: "desktop light", use: { viewport: { width: 1280, height: 900 }, colorScheme: "light" } },
    { name: "phone dark", use: { viewport: { width: 390, height: 844 }, colorScheme: "dark", isMobile: true, hasTouch: true } },
  ],
});
