using System.Runtime.InteropServices;

namespace ContentApi.Web.Security;

/// <summary>The decision about a request, and the remaining requests of the caller.</summary>
/// <param name="IsAllowed">Whether the request is allowed.</param>
/// <param name="PerMinute">The limit of the caller, in requests per minute.</param>
/// <param name="Remaining">The number of requests that are available now.</param>
/// <param name="ResetSeconds">Seconds until all requests are available again or, for a rejected request, until one is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RateLimitResult(bool IsAllowed, int PerMinute, int Remaining, int ResetSeconds);
