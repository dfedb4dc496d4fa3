/**
 * The policy of the page. Scripts, requests and pictures come from here alone. Style sheets, too; the editor and
 * the charts make elements of style, which carry the nonce of their page. The design system has its fonts in its
 * style sheet, and saves charts by way of `blob:`.
 */
const policy = (nonce: string | null) =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'${nonce === null ? '' : ` 'nonce-${nonce}'`}`,
    `font-src 'self' data:`,
    `img-src 'self' data: blob:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');

/** Headers of every answer. None allows another site anything. */
export function securityHeaders(nonce: string | null = null): Record<string, string> {
  return {
    'Content-Security-Policy': policy(nonce),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}
