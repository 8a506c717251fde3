using System.Diagnostics;

namespace ContentApi.Web.Problems;

/// <summary>The identifier by which a problem and the log refer to a request.</summary>
internal static class RequestTraceId
{
    /// <summary>
    /// Returns the W3C trace id of a request: that of the current Activity if traces are collected, else that of the header `traceparent`,
    /// else a new one. The result is the same for every call within a request.
    /// </summary>
    public static string GetTraceId(this HttpContext context)
    {
        if (Activity.Current is { } activity)
        {
            return activity.TraceId.ToHexString();
        }

        if (context.Items[typeof(RequestTraceId)] is not string id)
        {
            var trace = ActivityContext.TryParse(context.Request.Headers.TraceParent, traceState: null, out var caller) ? caller.TraceId : ActivityTraceId.CreateRandom();
            context.Items[typeof(RequestTraceId)] = id = trace.ToHexString();
        }

        return id;
    }
}
