/** A build that cannot be done; the message is for whoever wrote the Dockerfile. */
export class BuildError extends Error {}
