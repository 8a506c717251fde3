using System.Globalization;
using ContentApi.Cli;
using ContentApi.Data;
using ContentApi.Delivery.Collections;
using ContentApi.Delivery.Founders;
using ContentApi.Delivery.Recommendations;
using ContentApi.Delivery.Search;
using ContentApi.Delivery.Stories;
using ContentApi.Delivery.Takeaways;
using ContentApi.Delivery.Topics;
using ContentApi.Library;
using ContentApi.Newsroom;
using ContentApi.Syndication.Changes;
using ContentApi.Web;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Pages;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;

namespace ContentApi;

/// <summary>The entry point and composition root of the service.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return new CommandLine(Build).Run(args);
    }

    internal static async Task<WebApplication> Build(string[] args, CancellationToken cancellationToken, bool willListen = false)
    {
        var builder = WebApplication.CreateBuilder([$"--contentRoot={AppContext.BaseDirectory}", .. args]);
        builder.Configuration.EnsureKnownSections();
        builder.AddTelemetry();
        builder.AddHttp();
        builder.AddLibrary();
        builder.AddNewsroom();
        builder.AddSecurity();
        builder.AddValidatedOptions<RecommendationsOptions>("Recommendations");
        builder.Services.AddStories().AddFounders().AddTakeaways().AddTopics().AddCollections().AddRecommendations().AddSearch().AddRevisions();
        builder.EnsureCanListen(willListen);
        await builder.AddDatabase(cancellationToken); // last, because it may start a server: other invalid settings fail first
        var app = builder.Build();
        app.UseHttp();
        app.UseSecurity();
        app.MapServiceDocument();
        app.MapHealth();
        app.MapOpenApi();
        app.MapProblemPages();
        app.MapPageAssets();
        app.UseSwaggerUiPage();

        var v1 = app.MapDelivery();
        v1.MapStories();
        v1.MapFounders();
        v1.MapTakeaways();
        v1.MapTopics();
        v1.MapCollections();
        v1.MapRecommendations();
        v1.MapSearch();
        v1.MapRevisions();

        app.MapNewsroom().MapNewsroomResources();
        return app;
    }
}
