using System.Globalization;
using ContentApi.Authoring;
using ContentApi.Data;
using ContentApi.Founders;
using ContentApi.Http;
using ContentApi.Importing;
using ContentApi.Recommendations;
using ContentApi.Revisions;
using ContentApi.Stories;
using ContentApi.Takeaways;
using ContentApi.Topics;

namespace ContentApi;

/// <summary>The composition root.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return CommandLine.Run(args);
    }

    internal static async Task<WebApplication> Build(string[] args, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddTelemetry();
        await builder.AddDatabase(cancellation);
        builder.AddHttp();
        builder.AddContract();
        builder.AddLibrary();
        builder.AddAuthoring();
        builder.Services.AddImporting();
        builder.Services.AddStories().AddFounders().AddTakeaways().AddTopics().AddRecommendations().AddRevisions();

        var app = builder.Build();
        app.UseHttp();
        app.MapServiceDocument();
        app.MapHealth();
        app.MapContract();

        var v1 = app.MapDelivery();
        v1.MapStories();
        v1.MapFounders();
        v1.MapTakeaways();
        v1.MapTopics();
        v1.MapRecommendations();
        v1.MapRevisions();
        return app;
    }
}
