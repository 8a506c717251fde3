using System.Text.Json;
using ContentApi.Http;
using FluentValidation;

namespace ContentApi.Authoring;

internal static class AuthoringSetup
{
    /// <summary>The newsroom's routes.</summary>
    public static void MapAuthoring(this RouteGroupBuilder v1)
    {
        v1.MapDrafts();
        v1.MapVersions();
        v1.MapPublications();
        v1.MapSchedules();
        v1.MapPreviewLinks();
        v1.MapFounderAuthoring();
    }

    public static void AddAuthoring(this WebApplicationBuilder builder)
    {
        // Members are called as they are on the wire.
        ValidatorOptions.Global.PropertyNameResolver = (_, member, _) => member is null ? null : JsonNamingPolicy.CamelCase.ConvertName(member.Name);
        ValidatorOptions.Global.DisplayNameResolver = ValidatorOptions.Global.PropertyNameResolver;
        builder.Services.AddSingleton<Publisher>().AddSingleton<Reindexer>().AddSingleton<DraftStore>().AddSingleton<VersionStore>().AddSingleton<ScheduleStore>().AddSingleton<StoryPreview>().AddSingleton<PreviewLinkStore>();
        builder.Services.AddHostedService<Scheduler>();
        builder.Services.AddJson(DraftJson.Default);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddValidatorsFromAssemblyContaining<StoryDocumentValidator>(ServiceLifetime.Singleton, includeInternalTypes: true);
    }
}
