/**
 * What a login has no use for. The first two are pages of Chromium's own that it keeps ready under the address bar of each window, also
 * where nobody sees one: more than half of the work that a new page takes. The next ten send what a page gives them by ways that nothing
 * outside the browser can hold back, or may. The others are what Playwright turns off, once more, for Chromium goes by the last list only (a test
 * holds the two lists together).
 */
const WITHOUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'Reporting',
  'DocumentReporting',
  'NetworkErrorLogging',
  'FedCm',
  'FetchLaterAPI',
  'InterestGroupStorage',
  'AdInterestGroupAPI',
  'Fledge',
  'FencedFrames',
  'BackgroundFetch',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

export const WITHOUT_FEATURES = `--disable-features=${WITHOUT.join(',')}`;
