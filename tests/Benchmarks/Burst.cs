using System.Runtime.InteropServices;

namespace ContentApi.Benchmarks;

/// <summary>The result of a burst of load: requests per second, latencies in milliseconds and the number of requests.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Burst(double PerSecond, double Median, double P99, long Requests);
