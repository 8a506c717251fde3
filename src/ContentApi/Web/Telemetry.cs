using System.Diagnostics;
using ContentApi.Core.Model;
using Microsoft.Extensions.Configuration.Memory;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ContentApi.Web;

/// <summary>Logs for machines outside Development; traces and metrics (OTLP) where the standard variable names a collector.</summary>
internal static class Telemetry
{
    /// <summary>
    /// The W3C trace id of a request: that of its Activity, where traces are collected; else its caller's, from `traceparent`, or a new one,
    /// the same whenever it is asked for.
    /// </summary>
    public static string TraceId(this HttpContext context)
    {
        if (Activity.Current is { } activity)
        {
            return activity.TraceId.ToHexString();
        }

        if (context.Items[typeof(Telemetry)] is not string id)
        {
            var trace = ActivityContext.TryParse(context.Request.Headers.TraceParent, traceState: null, out var caller) ? caller.TraceId : ActivityTraceId.CreateRandom();
            context.Items[typeof(Telemetry)] = id = trace.ToHexString();
        }

        return id;
    }

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // The lowest of all sources, so that any Logging:* setting overrides it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                // It tells of each request, and nothing of faults. Where it may speak, the framework makes an Activity for each request:
                // half of what an answer from memory allocated. Problems have their trace id without it.
                ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
                // It warns of each connection beyond the limit; ConnectionGate warns once a minute.
                ["Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel.Connections"] = "Error",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
                ["Logging:LogLevel:Npgsql"] = "Warning",
                // Its faults are exceptions, which whoever meets them tells; a restart of the server was a hundred lines more.
                ["Logging:LogLevel:Npgsql.Connection"] = "None",
            },
        });
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        }
        else
        {
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        }

        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("content-api", serviceVersion: ProductInfo.Version))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddNpgsql().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter("Npgsql", "System.Runtime").AddOtlpExporter());
    }
}
