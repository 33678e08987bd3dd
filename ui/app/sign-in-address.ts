/** Where one signs in, and comes back to a path of ours: App Service authentication, on the laptop its stand-in. */
export function signInAddress(back: string): string {
  return `/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(back)}`
}
