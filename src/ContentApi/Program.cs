using System.Globalization;
using ContentApi.Access;
using ContentApi.Authoring;
using ContentApi.Data;
using ContentApi.Founders;
using ContentApi.Http;
using ContentApi.Http.OpenApi;
using ContentApi.Importing;
using ContentApi.Recommendations;
using ContentApi.Revisions;
using ContentApi.Search;
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

    internal static async Task<WebApplication> Build(string[] args, CancellationToken cancellation, bool listens = false)
    {
        var builder = WebApplication.CreateBuilder([$"--contentRoot={AppContext.BaseDirectory}", .. args]);
        builder.AddTelemetry();
        builder.AddHttp();
        builder.AddLibrary();
        builder.AddAuthoring();
        builder.AddAccess();
        builder.Services.AddStories().AddFounders().AddTakeaways().AddTopics().AddRecommendations().AddSearch().AddRevisions().AddImporting();
        builder.EnsureCanListen(listens);
        await builder.AddDatabase(cancellation); // last, for it may start a server: what is wrong with the rest is known by then
        var app = builder.Build();
        app.UseHttp();
        app.UseAccess();
        app.MapServiceDocument();
        app.MapHealth();
        app.MapContract();

        var v1 = app.MapDelivery();
        v1.MapStories();
        v1.MapFounders();
        v1.MapTakeaways();
        v1.MapTopics();
        v1.MapRecommendations();
        v1.MapSearch();
        v1.MapRevisions();

        var newsroom = app.MapNewsroom();
        newsroom.MapAuthoring();
        newsroom.MapImports();
        newsroom.MapAccess();
        return app;
    }
}
