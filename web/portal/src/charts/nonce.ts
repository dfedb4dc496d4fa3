/** With it the policy of the page lets an element of style be applied that a library makes. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
