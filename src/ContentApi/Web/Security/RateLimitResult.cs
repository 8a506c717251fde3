using System.Runtime.InteropServices;

namespace ContentApi.Web.Security;

/// <summary>Whether a request may be answered, and what is left.</summary>
/// <param name="IsAllowed">Whether it may.</param>
/// <param name="PerMinute">Requests that the caller has in a minute.</param>
/// <param name="Remaining">Requests that it has now.</param>
/// <param name="Reset">Seconds until all have come back; when it may not: until one has.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RateLimitResult(bool IsAllowed, int PerMinute, int Remaining, int Reset);
