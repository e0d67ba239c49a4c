/**
 * A window on a busy machine may lose one try to the load; its second must pass. What went wrong in the first is printed, so
 * that a test that needs two tries is seen and mended.
 */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
